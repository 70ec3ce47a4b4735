"""What an upload lacks of a running cluster, made for the simulation alone: most people have a pki folder and no more.

The map never shows what is made here: it shows what was uploaded.
"""
