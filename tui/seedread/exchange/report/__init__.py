"""The report: all that was read and tagged, as one page to hand over; open `page` to write it."""
