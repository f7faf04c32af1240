/** Starts the small modules of every page; each works on its own and a page is usable without any of them. */
import "./theme.js";
import "./clock.js";
import "./ids.js";
import "./drafts.js";
import "./grid.js";
import "./roster.js";
import "./choose.js";
import "./swap.js";
import "./tabs.js";
import "./live.js";
import "./leave.js";
import "./editor.js";
