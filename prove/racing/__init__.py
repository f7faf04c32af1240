"""The workings of the race proof: arenas to contend in, contests over HTTP, and the bug that is planted."""
