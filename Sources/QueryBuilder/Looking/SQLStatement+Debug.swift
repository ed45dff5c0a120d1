public import PGCore

extension SQLStatement {
    /// The text, followed by the value of each placeholder, for looking at while debugging.
    ///
    /// This is the only rendering that shows values: keep it out of logs. It is never sent.
    public var debugText: String {
        var result = text
        for (index, parameter) in parameters.enumerated() {
            let value =
                parameter.isNull
                ? "NULL" : SQLIdentifier.quoteLiteral(parameter.textRepresentation)
            result += "\n-- $\(index + 1) = \(value.drop { $0 == " " })"
        }
        return result
    }
}
