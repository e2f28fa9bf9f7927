"""Requests and asks: from "I need a voice" to "it happened and helped"."""
