/// What rows with a version are to a session and to others, who write at the same time.
struct Race {
    struct Row: Equatable {
        var rank: Int?
        /// Another one for each write.
        var version: Int
    }

    enum Status {
        case pending, persistent, deleting
    }

    struct Instance {
        var status: Status
        var rank: Int?
        /// The row as the session knows it.
        var seen: Row?

        var isChanged: Bool { status == .persistent && rank != seen?.rank }
    }

    /// What others see.
    var committed: [String: Row] = [:]
    /// What this transaction has written: nobody else can write there.
    var own: [String: Row?] = [:]
    var instances: [String: Instance] = [:]
    private var nextVersion = 0

    /// The row as this transaction sees it.
    func row(_ label: String) -> Row? {
        own[label] ?? committed[label]
    }

    mutating func newVersion() -> Int {
        nextVersion += 1
        return nextVersion
    }

    /// The instances that a flush could not write.
    var stale: [String] {
        instances.filter { label, instance in
            (instance.isChanged || instance.status == .deleting)
                && row(label)?.version != instance.seen?.version
        }.keys.sorted()
    }

    mutating func flush() {
        for (label, instance) in instances {
            switch instance.status {
            case .deleting:
                own[label] = .some(nil)
                instances[label] = nil
            case .pending, .persistent:
                guard instance.status == .pending || instance.isChanged else { continue }
                let row = Row(rank: instance.rank, version: newVersion())
                own[label] = row
                instances[label] = Instance(status: .persistent, rank: row.rank, seen: row)
            }
        }
    }

    mutating func commit() {
        flush()
        for (label, row) in own { committed[label] = row }
        own = [:]
    }

    /// Returns to an earlier moment; what others wrote since stays.
    mutating func rollBack(to earlier: Race) {
        own = earlier.own
        instances = earlier.instances.mapValues { instance in
            var instance = instance
            instance.rank = instance.seen?.rank
            instance.status = .persistent
            return instance
        }
    }

    /// Gives up what was changed and not flushed.
    mutating func giveUp(_ label: String) {
        let seen = instances[label]?.seen
        instances[label]?.rank = seen?.rank
    }

    /// The instance takes over the row, unless it has changes of its own.
    mutating func meet(_ label: String) {
        guard var instance = instances[label], instance.status == .persistent,
            !instance.isChanged, let row = row(label)
        else { return }
        instance.rank = row.rank
        instance.seen = row
        instances[label] = instance
    }
}
