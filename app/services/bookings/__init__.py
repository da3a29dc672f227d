"""Bookings of training rooms: one conflict engine, and every deed that asks it."""
