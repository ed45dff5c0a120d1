// What the macros write names types of these modules, so a file that uses them sees both.
@_exported public import ORM
@_exported public import QueryBuilder
