"""SQS: the workbench for Short Quality Screening of youth offending work."""
