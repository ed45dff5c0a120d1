public import PGCore

/// An entity that says what its values have to be.
///
/// ```swift
/// extension User: Validated {
///     static var validations: [Validation<User>] {
///         [
///             .notEmpty(\.name), .length(\.name, ...80), .range(\.age, 0...150),
///             .matches(\.email, "an address", #/.+@.+/#),
///         ]
///     }
///
///     func validate(into failures: inout ValidationFailures) {
///         if role == "admin", age == nil { failures.add("age", "has to be known of an admin") }
///     }
/// }
/// ```
///
/// A flush validates every instance that it is about to insert or update, after the `before` hooks,
/// and sends nothing when one has a failure: it throws `PGError.Code.validationFailed` with all
/// failures of all instances.
public protocol Validated: Entity {
    /// What is asked of the columns.
    static var validations: [Validation<Self>] { get }

    /// Adds what is wrong with the instance as a whole.
    func validate(into failures: inout ValidationFailures)
}

extension Validated {
    /// Nothing is asked of single columns.
    public static var validations: [Validation<Self>] { [] }

    /// Finds nothing.
    public func validate(into failures: inout ValidationFailures) {}

    /// Everything that is wrong with the instance; empty when it is valid.
    public var validationFailures: [ValidationFailure] {
        var failures = ValidationFailures(entity: String(describing: Self.self), key: keyText)
        for validation in Self.validations { validation.check(self, &failures) }
        validate(into: &failures)
        return failures.list
    }

    /// Checks the instance without a session.
    ///
    /// - Throws: `PGError.Code.validationFailed` with all failures.
    public func validate() throws(PGError) {
        let failures = validationFailures
        if !failures.isEmpty { throw .validationFailed(failures) }
    }

    private var keyText: String? { persistentID.map(Self.keyText) }
}

/// One thing that is wrong with an instance.
public struct ValidationFailure: Sendable, Hashable, CustomStringConvertible {
    /// The entity's name.
    public let entity: String
    /// The instance's key as text, or `nil` while it has none.
    public let key: String?
    /// The property at fault, or `nil` when it is the instance as a whole.
    public let property: String?
    /// What is wrong, without the value: to be read after the property's name.
    public let message: String

    /// Such as `User 7: name is empty`.
    public var description: String { "\(subject): \(property.map { "\($0) " } ?? "")\(message)" }

    fileprivate var subject: String { key.map { "\(entity) \($0)" } ?? "new \(entity)" }
}

/// The failures of one instance, being collected.
public struct ValidationFailures: Sendable {
    private let entity: String
    private let key: String?
    private(set) var list: [ValidationFailure] = []

    init(entity: String, key: String?) {
        self.entity = entity
        self.key = key
    }

    /// Whether none was found so far.
    public var isEmpty: Bool { list.isEmpty }

    /// Adds what is wrong with a property.
    public mutating func add(_ property: String, _ message: String) {
        append(property, message)
    }

    /// Adds what is wrong with the instance as a whole.
    public mutating func add(_ message: String) {
        append(nil, message)
    }

    private mutating func append(_ property: String?, _ message: String) {
        list.append(
            ValidationFailure(entity: entity, key: key, property: property, message: message))
    }
}

/// All failures of a flush, as the error's ``PGCore/PGError/underlying``.
struct FailedValidation: Error {
    let failures: [ValidationFailure]
}

extension PGError {
    /// Everything that was not valid, for `PGError.Code.validationFailed`; otherwise empty.
    public var validationFailures: [ValidationFailure] {
        (underlying as? FailedValidation)?.failures ?? []
    }

    static func validationFailed(_ failures: [ValidationFailure]) -> PGError {
        PGError(
            .validationFailed, failures.map(\.description).joined(separator: "; "),
            hint: "See validationFailures for each"
        ).caused(by: FailedValidation(failures: failures))
    }
}
