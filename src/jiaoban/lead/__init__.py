"""Customers: who contacted them, when and with what result; appointments, visits, deposits, sales and losses."""
