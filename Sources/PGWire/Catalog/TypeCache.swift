import PGCore
import Synchronization

/// What a pool knows of its database's own types, loaded when one is first met.
///
/// A type that is not known is asked for once: one that the server does not have either is remembered
/// as absent until the next reload.
final class TypeCache: Sendable {
    private struct State {
        var catalog: TypeCatalog?
        /// What was asked for and not found.
        var absent: Set<OID> = []
        /// Row types of tables, which are loaded only when they are asked for.
        var rowTypes: Set<OID> = []
    }

    /// What is to be done to know some types.
    enum Need {
        /// Nothing: all that can be known of them is.
        case nothing(TypeCatalog)
        /// Load the catalog, and these types with it whatever they are.
        case load(Set<OID>)
    }

    private let state = Mutex(State())

    /// The newest catalog, should there be one, and be it out of date.
    var current: TypeCatalog? { state.withLock { $0.catalog } }

    /// Whether all that can be known of these types is known.
    func knows(_ types: [OID]) -> Bool {
        if case .nothing = need(types) { true } else { false }
    }

    /// Returns the catalog, or what to load, so that these types are known.
    func need(_ types: [OID]) -> Need {
        state.withLock { state in
            guard let catalog = state.catalog, !catalog.isStale else {
                return .load(state.rowTypes.union(types.filter(\.isLookedUp)))
            }
            let unknown = types.filter { type in
                type.isLookedUp && catalog[type] == nil && !state.absent.contains(type)
            }
            return unknown.isEmpty ? .nothing(catalog) : .load(state.rowTypes.union(unknown))
        }
    }

    /// Keeps what was loaded after `need(_:)` had asked for it.
    ///
    /// Returns the types that those loaded are made of and that are not known yet.
    func keep(_ types: [PostgresType], wanted: Set<OID>) -> Set<OID> {
        let catalog = TypeCatalog(types)
        return state.withLock { state in
            state.catalog = catalog
            state.rowTypes = wanted.filter { catalog[$0] != nil }
            state.absent = wanted.subtracting(state.rowTypes)
            let parts = types.flatMap(\.parts).filter { type in
                type.isLookedUp && catalog[type] == nil && !state.absent.contains(type)
            }
            return Set(parts)
        }
    }

    /// Says that the types have changed.
    func invalidate() {
        state.withLock { state in
            state.catalog?.markStale()
            state.absent.removeAll()
        }
    }
}

extension PostgresType {
    /// The types that values of this one are made of.
    fileprivate var parts: [OID] {
        switch kind {
        case .base, .enum, .pseudo: []
        case .domain(let type), .range(let type), .multirange(let type), .array(let type): [type]
        case .composite(let fields): fields.map(\.type)
        }
    }
}

extension OID {
    /// Whether the catalog is asked about the type by its number: an anonymous record has no entry.
    var isLookedUp: Bool { needsCatalog && self != .record && self != .recordArray }
}
