"""Careers: joining the department, from probation to regular member, what stands in the way of a promotion."""
