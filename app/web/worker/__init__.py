"""Reading uploads in other processes: each upload gets a fresh one, with limits and a deadline, and takes it along.

job.py is the work itself, wire.py how it is asked for and answered, process.py the process, pool.py the server's side.
"""
