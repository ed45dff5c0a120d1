extension PGError {
    /// Whether errors of this task keep the values of the failed statement's parameters.
    ///
    /// They are left out unless asked for, because errors end up in logs. Ask where a mistake is
    /// being looked for:
    ///
    /// ```swift
    /// try await PGError.$recordsParameters.withValue(true) {
    ///     try await importUsers()
    /// }
    /// ```
    ///
    /// Then ``parameters`` has them, and `debugDescription` shows them; `description` does not.
    @TaskLocal public static var recordsParameters = false

    /// The parameters as one line, each cut to a length that fits in a log.
    var shownParameters: String? {
        guard let parameters else { return nil }
        let shown = parameters.enumerated().map { index, value in
            guard let value else { return "$\(index + 1) = NULL" }
            return "$\(index + 1) = '\(value.count > 100 ? value.prefix(100) + "…" : value)'"
        }
        return shown.joined(separator: ", ")
    }
}
