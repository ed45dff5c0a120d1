/// Something that the page asks for before it runs an operation.
struct ExploreField: Sendable, Encodable {
    enum Kind: String, Sendable, Encodable {
        case integer, text, choice
    }

    /// Where the value goes in the request.
    enum Place: Sendable {
        case path, query, body
    }

    let name: String
    let label: String
    let kind: Kind
    let place: Place
    /// What the page begins with; empty to leave the field out.
    var value = ""
    /// For the person who fills it in.
    var hint = ""
    var minimum: Int?
    var maximum: Int?
    var choices: [Choice] = []

    struct Choice: Sendable, Encodable {
        let value: String
        let label: String
    }

    private enum CodingKeys: String, CodingKey {
        case name, label, kind, value, hint, minimum, maximum, choices
    }
}

extension ExploreField {
    static func integer(
        _ name: String, _ label: String, _ place: Place, _ value: String,
        in range: ClosedRange<Int>, hint: String = ""
    ) -> ExploreField {
        ExploreField(
            name: name, label: label, kind: .integer, place: place, value: value, hint: hint,
            minimum: range.lowerBound, maximum: range.upperBound)
    }

    static func text(
        _ name: String, _ label: String, _ place: Place, _ value: String, hint: String = ""
    ) -> ExploreField {
        ExploreField(
            name: name, label: label, kind: .text, place: place, value: value, hint: hint,
            maximum: 254)
    }

    static func choice(
        _ name: String, _ label: String, _ place: Place, _ choices: [Choice]
    ) -> ExploreField {
        ExploreField(
            name: name, label: label, kind: .choice, place: place,
            value: choices.first?.value ?? "", choices: choices)
    }

    /// What is wrong with a value, if anything is.
    func problem(with value: String) -> String? {
        switch kind {
        case .integer:
            let range = (minimum ?? .min)...(maximum ?? .max)
            guard let number = Int(value), range.contains(number) else {
                return "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
            }
        case .text:
            let limit = maximum ?? 254
            guard value.utf8.count <= limit else { return "must have at most \(limit) bytes" }
        case .choice:
            guard choices.contains(where: { $0.value == value }) else {
                return "must be one of \(choices.map(\.value).joined(separator: ", "))"
            }
        }
        return nil
    }
}
