// A mapping, generated or written by hand, names types of these modules in every file.
@_exported public import PGCore
@_exported public import PGSchema
@_exported public import PGWire
@_exported public import QueryBuilder
