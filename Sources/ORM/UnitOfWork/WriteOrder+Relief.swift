import PGSchema

extension WriteOrder {
    /// How a circle of rows is opened at one of its references.
    enum Relief {
        /// The foreign key is NULL for a while: it is written, or cleared, by an update.
        case null
        /// The foreign key is checked when the other row is there, or gone, as well.
        case deferral(ForeignKeyDefinition, fetchesKey: Bool)
        /// Nothing is violated: a row that refers to itself is there when its statement ends.
        case itself(fetchesKey: Bool)

        /// Returns the best way, or `nil` when the reference must be right all the time.
        init?(
            of link: any RelationshipLink, _ source: Tracked, _ target: Tracked, _ purpose: Purpose
        ) {
            let deferral =
                source === target && !link.isNullable
                ? Self.itself(target, purpose) : Self.deferral(of: link, source, target, purpose)
            // An update of a row that is written anyway costs less than fetching a key beforehand.
            if link.isNullable, deferral?.isBetterThanNull != true {
                self = .null
            } else if let deferral {
                self = deferral
            } else {
                return nil
            }
        }

        private static func itself(_ row: Tracked, _ purpose: Purpose) -> Relief? {
            let lacksKey = purpose == .insertion && row.lacksKey
            guard lacksKey else { return .itself(fetchesKey: false) }
            return row.mapping.fetchableKey == nil ? nil : .itself(fetchesKey: true)
        }

        private static func deferral(
            of link: any RelationshipLink, _ source: Tracked, _ target: Tracked, _ purpose: Purpose
        ) -> Relief? {
            guard let key = source.mapping.foreignKey(ofColumns: link.columns),
                key.deferrability.isDeferrable
            else { return nil }
            switch purpose {
            case .insertion:
                guard target.lacksKey else { return .deferral(key, fetchesKey: false) }
                return target.mapping.fetchableKey == nil ? nil : .deferral(key, fetchesKey: true)
            case .deletion:
                // Other actions happen with the deletion, however late the constraint is checked.
                return key.onDelete == .noAction ? .deferral(key, fetchesKey: false) : nil
            }
        }

        /// Whether nothing at all has to be sent for it.
        private var isBetterThanNull: Bool {
            guard case .deferral(let key, let fetchesKey) = self else { return false }
            return key.deferrability == .initiallyDeferred && !fetchesKey
        }

        /// Orders the ways of opening one circle.
        var cost: Int {
            switch self {
            case .null: 1
            case .itself(let fetchesKey): fetchesKey ? 4 : 0
            case .deferral(let key, let fetchesKey):
                (key.deferrability == .initiallyDeferred ? 0 : 2) + (fetchesKey ? 4 : 0)
            }
        }
    }
}

extension EntityMapping {
    /// The column of a key that a sequence makes, which can be asked before the row is inserted.
    var fetchableKey: Int? {
        guard primaryKey.count == 1, let column = primaryKey.first,
            definition.columns[column].identity != nil
        else { return nil }
        return column
    }
}
