public import PGCore

/// A column that queries leave out, because it is large and seldom needed.
///
/// ```swift
/// var body: Deferred<String>                                         // in the entity
///
/// let articles = try await session.fetch(Article.all)                // without the bodies
/// try await session.load(\.body, of: articles)                       // all of them at once
/// let full = try await session.fetch(Article.all.including { $0.body })
/// print(try full[0].body.value)
/// ```
///
/// Reading never asks the server: ``value`` throws until the column has been loaded. Assigning works
/// in both states: `article.body = Deferred("text")`. A column that may be NULL is a
/// `Deferred<String?>`.
public struct Deferred<Value: SQLValue & Equatable & Codable>: Equatable, Sendable {
    private var content: Value?
    /// The property, for the message of an error.
    private let name: StaticString

    /// Holds a value.
    public init(_ value: Value) {
        content = value
        name = ""
    }

    /// Holds nothing; `@Entity` writes this where it reads a row.
    public init(notLoaded name: StaticString) {
        content = nil
        self.name = name
    }

    /// Whether the value is at hand.
    public var isLoaded: Bool { content != nil }

    /// The value, or `nil` when it has not been loaded.
    public var loaded: Value? { content }

    /// The value.
    ///
    /// - Throws: `PGError.Code.notLoaded`, naming the property.
    public var value: Value {
        get throws(PGError) {
            guard let content else { throw .notLoaded(column: name, Value.self) }
            return content
        }
    }

    /// Two values that are not loaded are equal.
    public static func == (left: Deferred, right: Deferred) -> Bool {
        left.content == right.content
    }
}

extension Deferred: Codable {
    /// Reads the value.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(Value.self))
    }

    /// Writes the value, or null when it is not loaded.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(content)
    }
}

extension KeyedEncodingContainer {
    /// Leaves a value out that is not loaded.
    public mutating func encode<Value>(_ value: Deferred<Value>, forKey key: Key) throws {
        try encodeIfPresent(value.loaded, forKey: key)
    }
}

extension KeyedDecodingContainer {
    /// Reads a value that may have been left out.
    public func decode<Value>(
        _ type: Deferred<Value>.Type, forKey key: Key
    ) throws -> Deferred<Value> {
        guard contains(key) else { return Deferred(notLoaded: "") }
        return Deferred(try decode(Value.self, forKey: key))
    }
}
