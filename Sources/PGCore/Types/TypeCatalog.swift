import Synchronization

/// What is known of a database's own types: enums, domains, composites, ranges and extension types.
///
/// Their numbers differ between databases. A driver loads them when it first meets one, and hands
/// them to the codecs with each ``Cell`` and ``ParameterWriter``; nothing has to be registered. The
/// value is a snapshot: after DDL the driver replaces it.
public final class TypeCatalog: Sendable {
    private let types: [OID: PostgresType]
    private let named: [String: OID]
    private let staleness = Atomic<Bool>(false)

    /// Makes a catalog of these types.
    public init(_ types: [PostgresType]) {
        self.types = Dictionary(types.map { ($0.oid, $0) }) { first, _ in first }
        var named: [String: OID] = [:]
        for type in types {
            named["\(type.schema).\(type.name)"] = type.oid
            // Two schemas may use one name: then only the qualified name finds them.
            named[type.name] = named[type.name] == nil ? type.oid : OID(0)
        }
        self.named = named
    }

    /// The number of types.
    public var count: Int { types.count }

    /// Returns what is known of a type, or `nil`.
    public subscript(oid: OID) -> PostgresType? { types[oid] }

    /// Returns the type with a name, alone or as `schema.name`; `nil` when none or several have it.
    public func type(named name: String) -> PostgresType? {
        named[name].flatMap { types[$0] }
    }

    /// Whether something showed that the types have changed since they were loaded.
    public var isStale: Bool { staleness.load(ordering: .relaxed) }

    /// Says that the types have changed, so that the driver loads them anew before it next uses them.
    public func markStale() {
        staleness.store(true, ordering: .relaxed)
    }
}

extension TypeCatalog {
    /// Domains may lie over domains; no real schema comes near this.
    private static let maximumDomainDepth = 32

    /// Returns the type a domain is made of in the end, or the type itself.
    public func baseType(of oid: OID) -> OID {
        var oid = oid
        for _ in 0..<Self.maximumDomainDepth {
            guard case .domain(let base)? = types[oid]?.kind else { break }
            oid = base
        }
        return oid
    }

    /// Whether a type goes by a name, which may be qualified with its schema.
    public func type(_ oid: OID, isNamed name: String) -> Bool {
        guard let type = types[oid] else { return false }
        return type.name == name || "\(type.schema).\(type.name)" == name
    }
}
