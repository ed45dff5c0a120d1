public import PGCore
public import QueryBuilder

/// Something that is asked of an entity's column; see ``Validated``.
///
/// NULL passes all but ``notNull(_:)`` and ``notEmpty(_:)``: what may be missing is the type's to
/// say. A column that the server fills in passes while it is not known.
public struct Validation<E: Entity>: Sendable {
    let check: @Sendable (E, inout ValidationFailures) -> Void

    /// Makes a validation of a column's value, which is not asked about NULL.
    private init<Value: SQLValue>(
        _ column: KeyPath<E.Columns, Column<Value>>, _ message: String,
        _ isValid: @escaping @Sendable (Value.Base) -> Bool
    ) where Value.Base: Sendable {
        let name = E.columns[keyPath: column].name
        self.init(name, message) { parameter in
            switch parameter {
            case let value as Value.Base: isValid(value)
            case let value as Value.Base?: value.map(isValid) ?? true
            default: true
            }
        }
    }

    private init(
        _ name: String, _ message: String,
        _ isValid: @escaping @Sendable (any ParameterEncodable) -> Bool
    ) {
        let index = E.definition.columns.firstIndex { $0.name == name }
        check = { entity, failures in
            guard let index, !entity.unsetColumns.contains(index),
                !isValid(entity.parameter(forColumn: index))
            else { return }
            failures.add(E.propertyNames[index], message)
        }
    }

    // MARK: What can be asked

    /// A value.
    public static func notNull<Value: SQLValue>(
        _ column: KeyPath<E.Columns, Column<Value>>
    ) -> Validation {
        Validation(E.columns[keyPath: column].name, "is missing") { !$0.isNull }
    }

    /// A text with more than white space.
    public static func notEmpty<Value: SQLValue>(
        _ column: KeyPath<E.Columns, Column<Value>>
    ) -> Validation where Value.Base == String {
        Validation(E.columns[keyPath: column].name, "is empty") { parameter in
            switch parameter {
            case let text as String: text.contains { !$0.isWhitespace }
            case let text as String?: text?.contains { !$0.isWhitespace } ?? false
            default: true
            }
        }
    }

    /// A text of so many characters.
    public static func length<Value: SQLValue, Lengths: RangeExpression<Int> & Sendable>(
        _ column: KeyPath<E.Columns, Column<Value>>, _ lengths: Lengths
    ) -> Validation where Value.Base == String {
        Validation(column, "needs \(described(lengths)) characters") { lengths.contains($0.count) }
    }

    /// A value in a range.
    public static func range<Value: SQLValue, Values: RangeExpression & Sendable>(
        _ column: KeyPath<E.Columns, Column<Value>>, _ values: Values
    ) -> Validation where Value.Base == Values.Bound, Value.Base: Sendable {
        Validation(column, "is not in \(described(values))") { values.contains($0) }
    }

    /// One of these values.
    public static func oneOf<Value: SQLValue>(
        _ column: KeyPath<E.Columns, Column<Value>>, _ values: [Value.Base]
    ) -> Validation where Value.Base: Equatable & Sendable {
        Validation(column, "is none of the allowed values") { values.contains($0) }
    }

    /// A text that a pattern matches as a whole.
    ///
    /// - Parameters:
    ///   - column: The column.
    ///   - what: What the text has to be, for the message.
    ///   - pattern: The pattern, evaluated for each value.
    public static func matches<Value: SQLValue, Output>(
        _ column: KeyPath<E.Columns, Column<Value>>, _ what: String,
        _ pattern: @autoclosure @escaping @Sendable () -> Regex<Output>
    ) -> Validation where Value.Base == String {
        Validation(column, "is not \(what)") { text in text.wholeMatch(of: pattern()) != nil }
    }

    /// A value that passes a test.
    ///
    /// - Parameters:
    ///   - column: The column.
    ///   - message: What is wrong with a value that does not pass, to be read after the name.
    ///   - test: The test.
    public static func must<Value: SQLValue>(
        _ column: KeyPath<E.Columns, Column<Value>>, _ message: String,
        _ test: @escaping @Sendable (Value.Base) -> Bool
    ) -> Validation where Value.Base: Sendable {
        Validation(column, message, test)
    }
}

/// A range as it is written.
private func described<Values: RangeExpression>(_ range: Values) -> String {
    switch range {
    case let range as PartialRangeThrough<Values.Bound>: "...\(range.upperBound)"
    case let range as PartialRangeUpTo<Values.Bound>: "..<\(range.upperBound)"
    case let range as PartialRangeFrom<Values.Bound>: "\(range.lowerBound)..."
    default: "\(range)"
    }
}
