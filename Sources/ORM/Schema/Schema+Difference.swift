public import PGSchema

extension Schema {
    /// Returns what would have to be done to make another schema the one these types ask for.
    ///
    /// ```swift
    /// let live = try await Introspector.readSchema(on: pool)      // in Migrations
    /// print(schema.difference(from: live))
    /// ```
    ///
    /// - Parameters:
    ///   - live: The schema to be changed, such as what the catalogs report.
    ///   - schema: The schema (namespace) that `live` was read from by name, such as a tenant's, for
    ///     tables that name none; `nil` where it was read from the search path's first.
    public func difference(
        from live: DatabaseSchema, in schema: String? = nil
    ) -> SchemaDifference {
        (schema.map { definition.placed(in: $0) } ?? definition).difference(from: live)
    }
}
