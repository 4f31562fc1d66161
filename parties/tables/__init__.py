"""Tables in files: .xlsx, .ods and .csv, written so that what goes out comes back in unchanged.

sheet.py says what a table is, one module per kind of file writes and reads it, files.py chooses among them. resource.py, cells.py
and admin.py let every model of the administration go out and in as a table.
"""
