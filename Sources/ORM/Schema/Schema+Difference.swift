public import PGSchema

extension Schema {
    /// Returns what would have to be done to make another schema the one these types ask for.
    ///
    /// ```swift
    /// let live = try await Introspector.readSchema(on: pool)      // in Migrations
    /// print(schema.difference(from: live))
    /// ```
    ///
    /// - Parameter live: The schema to be changed, such as what the catalogs report.
    public func difference(from live: DatabaseSchema) -> SchemaDifference {
        definition.difference(from: live)
    }
}
