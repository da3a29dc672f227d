"""Tables in and out: reading ledgers that offices really keep, and writing what people see.

The way in: `workbook` (cells as they are) -> `layout` (where the table is) -> `mapping` (which
column is which field) -> `convert` (cells to values, with reasons) -> `plan` (what would happen,
row by row) -> `apply` (one transaction). `importing` walks it for the command line; the wizard
stops in between. The way out: `exporter`, `template` and `rejected`.
"""
