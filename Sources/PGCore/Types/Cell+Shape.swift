/// What a value of a type that is not built in is made of, as the catalog says.
enum CatalogShape {
    /// A value of another type, which the type is a domain over.
    case domain(OID)
    /// Fields with names.
    case record
    /// Elements.
    case array
    /// Text in both wire formats, as an enum is.
    case text
    /// Nothing that is known.
    case unknown
}

extension Cell {
    /// What the catalog says of the value's type, if there is a catalog.
    var shape: CatalogShape {
        guard let catalog else { return .unknown }
        let base = type.base(in: catalog)
        guard base == type else { return .domain(base) }
        guard let known = catalog[type] else { return .unknown }
        switch known.kind {
        case .composite: return .record
        case .array: return .array
        case .enum: return .text
        case .base, .domain, .range, .multirange, .pseudo:
            return known.hasTextualBinaryForm ? .text : .unknown
        }
    }

    /// The same value as one of another type.
    func retyped(_ type: OID) -> Cell {
        unsafe Cell(bytes: bytes, type: type, format: format, catalog: knownTypes, depth: depth)
    }
}
