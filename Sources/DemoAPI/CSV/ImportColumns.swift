/// Which column of a file holds what, as its first line says.
struct ImportColumns: Sendable {
    /// The columns that a file may have; `id` is passed over, because the database gives new ones.
    ///
    /// They are those of an export, so that one can be imported into another database.
    enum Name: String, CaseIterable, Sendable {
        case id, email, name, age, role
        case createdAt = "created_at"
    }

    let count: Int
    private var places: [Name: Int] = [:]

    init(header: CSVRecord) throws(APIError) {
        count = header.count
        var problems: [FieldProblem] = []
        for index in 0..<header.count {
            let text = header.text(index) ?? ""
            guard let name = Name(rawValue: text.lowercased()) else {
                problems.append(Self.problem(text, "is not a column that can be imported"))
                continue
            }
            if places.updateValue(index, forKey: name) != nil {
                problems.append(Self.problem(text, "is there twice"))
            }
        }
        for name in [Name.email, .name] where places[name] == nil {
            problems.append(Self.problem(name.rawValue, "is missing"))
        }
        guard problems.isEmpty else {
            throw .malformed("the first line must name the columns", problems)
        }
    }

    /// The place of a column in each record, if the file has it.
    subscript(name: Name) -> Int? { places[name] }

    private static func problem(_ field: String, _ message: String) -> FieldProblem {
        // What somebody else has called a column may be anything, and of any length.
        FieldProblem(field: String(field.prefix(100)), message: message, row: nil, line: 1)
    }
}
