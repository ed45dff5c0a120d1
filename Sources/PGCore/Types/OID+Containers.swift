/// What types are made of; built-in types are known, others are looked up in a catalog.
extension OID {
    /// Returns the type a domain is made of in the end, or the type itself.
    @inlinable
    public func base(in catalog: TypeCatalog?) -> OID {
        guard let catalog else { return self }
        return catalog.baseType(of: self)
    }

    /// Returns the type of an array's elements, or `nil` when the type is not an array.
    public func arrayElement(in catalog: TypeCatalog?) -> OID? {
        if let element = arrayElement { return element }
        guard case .array(let element)? = catalog?[self]?.kind else { return nil }
        return element
    }

    /// Returns the type of a range's bounds, or `nil` when the type is not a range.
    public func rangeBound(in catalog: TypeCatalog?) -> OID? {
        switch self {
        case .int4range: return .int4
        case .int8range: return .int8
        case .numrange: return .numeric
        case .tsrange: return .timestamp
        case .tstzrange: return .timestamptz
        case .daterange: return .date
        default:
            guard case .range(let bound)? = catalog?[self]?.kind else { return nil }
            return bound
        }
    }

    /// Returns the type of a multirange's ranges, or `nil` when the type is not a multirange.
    public func multirangeElement(in catalog: TypeCatalog?) -> OID? {
        switch self {
        case .int4multirange: return .int4range
        case .int8multirange: return .int8range
        case .nummultirange: return .numrange
        case .tsmultirange: return .tsrange
        case .tstzmultirange: return .tstzrange
        case .datemultirange: return .daterange
        default:
            guard case .multirange(let range)? = catalog?[self]?.kind else { return nil }
            return range
        }
    }

    /// Returns the fields of a composite type, or `nil` when it is none or not known.
    public func compositeFields(in catalog: TypeCatalog?) -> [PostgresType.Field]? {
        guard case .composite(let fields)? = catalog?[self]?.kind else { return nil }
        return fields
    }

    /// Whether a value's bytes are its text in both wire formats.
    package func isTextInBothFormats(in catalog: TypeCatalog?) -> Bool {
        switch self {
        case .text, .varchar, .bpchar, .name, .xml, .json, .char, .unknown, .cstring: true
        default: catalog?[self]?.hasTextualBinaryForm ?? false
        }
    }

    /// What stands between the elements of an array of this type.
    func arrayDelimiter(in catalog: TypeCatalog?) -> Unicode.Scalar {
        self == .box ? ";" : catalog?[self]?.arrayDelimiter ?? ","
    }

    /// Whether the catalog has to be asked before values of this type can be decoded.
    ///
    /// True of types that are not built in, and of anonymous records, whose fields may be of any
    /// type.
    public var needsCatalog: Bool {
        self == .record || self == .recordArray || (builtInName == nil && rawValue != 0)
    }
}
