extension SelectQuery {
    /// What the function makes of the query, for parts of queries that have a name.
    ///
    /// ```swift
    /// extension From1<UserRow.Columns> {
    ///     var adults: Self { self.where { $0.age >= 18 } }
    /// }
    /// func newestFirst(_ posts: From1<PostRow.Columns>) -> From1<PostRow.Columns> {
    ///     posts.orderBy { $0.id.descending }
    /// }
    /// let query = PostRow.all.apply(newestFirst)
    /// ```
    public func apply<Result>(_ scope: (Self) -> Result) -> Result {
        scope(self)
    }

    /// What the function makes of the query if the condition holds, and otherwise the query.
    public func apply(if condition: Bool, _ scope: (Self) -> Self) -> Self {
        condition ? scope(self) : self
    }

    /// What the function makes of the query and the value, and the query where there is none.
    public func apply<Input>(ifLet value: Input?, _ scope: (Self, Input) -> Self) -> Self {
        guard let value else { return self }
        return scope(self, value)
    }
}
