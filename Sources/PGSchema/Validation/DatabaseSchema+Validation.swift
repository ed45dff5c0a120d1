extension DatabaseSchema {
    /// Returns everything that is wrong with the schema, in the order of its parts; empty when the
    /// server would accept it.
    ///
    /// Types and expressions are SQL: only the server can judge them.
    public func problems() -> [SchemaError] {
        var validator = SchemaValidator(self)
        return validator.run()
    }

    /// Checks the schema before anything is sent.
    ///
    /// - Throws: ``SchemaError`` for the first problem ``problems()`` finds.
    public func validate() throws(SchemaError) {
        if let first = problems().first { throw first }
    }
}
