// Statements and errors are PGCore's: whoever imports the driver can write both.
@_exported public import PGCore
