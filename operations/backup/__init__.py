"""Backup and restore of database and files, as folders that are whole or not there."""
