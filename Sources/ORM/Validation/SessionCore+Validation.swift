public import PGCore

extension SessionCore {
    /// Checks everything that the next flush would insert or update, as the flush itself does.
    ///
    /// - Throws: `PGError.Code.validationFailed` with all failures of all instances.
    public func validate(fileID: String = #fileID, line: UInt = #line) throws(PGError) {
        do throws(PGError) {
            try validateChanges()
        } catch {
            throw error.at(fileID, line)
        }
    }

    func validateChanges() throws(PGError) {
        try state.adoptReachable()
        let work = state.unitOfWork
        var failures: [ValidationFailure] = []
        for tracked in work.inserts + work.updates.map(\.tracked) {
            if let validator = tracked.mapping.validator { failures += validator.check(tracked) }
        }
        if !failures.isEmpty { throw .validationFailed(failures) }
    }
}

/// The validations of an entity, without its type; made once per type that has any.
struct EntityValidator: Sendable {
    let check: @Sendable (Tracked) -> [ValidationFailure]

    /// Returns the validations of a type, or `nil` when it has none.
    init?(_ type: any Entity.Type) {
        guard let type = type as? any Validated.Type else { return nil }
        self.init(adopting: type)
    }

    private init<E: Validated>(adopting type: E.Type) {
        let validations = E.validations
        let name = String(describing: E.self)
        check = { tracked in
            let entity = tracked.typed(as: E.self).entity
            var failures = ValidationFailures(
                entity: name, key: entity.persistentID.map(E.keyText))
            for validation in validations { validation.check(entity, &failures) }
            entity.validate(into: &failures)
            return failures.list
        }
    }
}
