import PGCore

extension SessionCore {
    /// Follows deletions to what points to the instances, as their relationships say, and from
    /// there on.
    ///
    /// It runs at the flush, not at `delete`: until then a deletion can be called off, and what
    /// points to an instance can be made to point elsewhere.
    func cascadeDeletions() async throws(PGError) {
        guard state.map.usedTables.contains(where: { !$0.mapping.cascadingLinks.isEmpty }) else {
            return
        }
        if let misuse = state.misuse { throw misuse }
        // What was taken out of what owns it is deleted, too.
        try state.adoptReachable()
        var seen: Set<ObjectIdentifier> = []
        while true {
            let deleting = state.map.all.filter {
                $0.phase == .deleting && seen.insert(ObjectIdentifier($0)).inserted
            }
            guard !deleting.isEmpty else { return }
            let groups = Dictionary(grouping: deleting) { ObjectIdentifier($0.mapping) }
            for group in groups.values.sorted(by: { $0[0].sequence < $1[0].sequence }) {
                for link in group[0].mapping.cascadingLinks {
                    try await link.cascadeDeletion(of: group, in: self)
                }
            }
        }
    }
}
