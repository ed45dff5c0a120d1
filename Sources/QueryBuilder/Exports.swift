// A table's hand-written or generated mapping names types of both modules in every file.
@_exported public import PGCore
@_exported public import PGSchema
