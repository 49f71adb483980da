"""Organisations: who there is. (Manual page being written.)"""
