public import PGCore

extension PGError.Code {
    /// A relationship was read that has not been loaded.
    public static let notLoaded = PGError.Code(rawValue: "notLoaded")
    /// A row that should have been updated or deleted is not there any more.
    public static let staleData = PGError.Code(rawValue: "staleData")
    /// There is no row where there was to be one.
    public static let notFound = PGError.Code(rawValue: "notFound")
    /// Rows depend on each other in a circle that no nullable foreign key opens.
    public static let dependencyCycle = PGError.Code(rawValue: "dependencyCycle")
    /// An instance does not belong to the session, or not in the state the call needs.
    public static let wrongState = PGError.Code(rawValue: "wrongState")
    /// Instances have values that their entities do not allow; nothing was sent.
    public static let validationFailed = PGError.Code(rawValue: "validationFailed")
    /// A hook threw, or hooks set each other off without end.
    public static let hookFailed = PGError.Code(rawValue: "hookFailed")
    /// The same line asked the server again and again for one instance at a time.
    public static let nPlusOne = PGError.Code(rawValue: "nPlusOne")
    /// An entity's mapping contradicts itself.
    public static let invalidMapping = PGError.Code(rawValue: "invalidMapping")
}

extension PGError {
    /// A relationship that does not cascade leads to what the session does not write.
    static func unsaved(_ message: String) -> PGError {
        PGError(
            .wrongState, message,
            hint: "Add it to the session, or let the relationship cascade with .save")
    }

    static func readOnly(_ tracked: Tracked) -> PGError {
        PGError(
            .wrongState,
            "\(tracked.label) cannot be written: \(tracked.mapping.name) is the view "
                + "\(tracked.mapping.definition.name)",
            hint: "Expunge it, and write the tables that the view reads")
    }

    /// The rows of a circle need keys that their sequences do not give.
    static func keysNotFetched(_ block: IdentityBlock) -> PGError {
        let names = block.parts.map(\.mapping.name).joined(separator: ", ")
        return PGError(
            .dependencyCycle,
            "rows of \(names) are referred to in a circle, and their keys cannot be had before they "
                + "are inserted",
            hint: "GRANT USAGE on the sequences of the keys, or make keys in the program, as UUIDs")
    }

    static func notLoaded<Value>(column name: StaticString, _ type: Value.Type) -> PGError {
        let named = name.utf8CodeUnitCount > 0
        let path = "\(name)".split(separator: ".").last.map { "\($0)" } ?? "column"
        return PGError(
            .notLoaded, "\(named ? "\(name)" : "the deferred \(type)") is not loaded",
            hint: "Fetch with including { $0.\(path) }, or call session.load(\\.\(path), of:) first"
        )
    }

    static func notLoaded<Target>(_ relationship: StaticString, _ target: Target.Type) -> PGError {
        let path = path(of: relationship)
        return PGError(
            .notLoaded, "\(name(of: relationship, target)) is not loaded",
            hint: "Fetch with include(\(path)), or call session.load(\(path), of:) first")
    }

    static func loadedInPart<Target>(
        _ relationship: StaticString, _ target: Target.Type
    ) -> PGError {
        let path = path(of: relationship)
        return PGError(
            .notLoaded, "\(name(of: relationship, target)) is loaded only in part",
            hint: "Load all of it with session.load(\(path), of:) first")
    }

    private static func name<Target>(
        of relationship: StaticString, _ target: Target.Type
    ) -> String {
        relationship.utf8CodeUnitCount > 0 ? "\(relationship)" : "the relationship to \(target)"
    }

    private static func path(of relationship: StaticString) -> String {
        "\(relationship)".split(separator: ".").last.map { "\\.\($0)" } ?? "path"
    }
}
