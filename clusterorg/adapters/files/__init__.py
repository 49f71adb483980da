"""Uploaded files: today the pictures of clusters, judged by their content and drawn anew.

Door: `pictures.clean_picture(upload)` answers a PNG that we encoded ourselves.
"""
