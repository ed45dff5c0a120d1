import Support

/// What the rounds of one workload came to, by subject.
struct Cell {
    let workload: Workload
    private(set) var runs: [Subject: [Programs.Run]] = [:]

    init(_ workload: Workload) {
        self.workload = workload
    }

    /// Runs every subject once; each round begins with another one.
    mutating func addRound(_ round: Int, seconds: Double, _ programs: Programs) throws {
        let seconds = max(seconds, workload.leastSeconds)
        var checksum: String?
        let count = workload.subjects.count
        for position in 0..<count {
            let subject = workload.subjects[(position + round) % count]
            let run = try programs.measure(subject, workload, seconds: seconds)
            guard checksum == nil || checksum == run.checksum else {
                throw Failure("\(workload.name): \(subject.rawValue) did not read the same values")
            }
            checksum = run.checksum
            runs[subject, default: []].append(run)
        }
    }

    func median(_ subject: Subject, _ value: (Programs.Run) -> Double) -> Double {
        (runs[subject] ?? []).map(value).quantile(0.5)
    }

    /// Half the distance between the quartiles, as a part of the median.
    func spread(_ subject: Subject) -> Double {
        let values = (runs[subject] ?? []).map(\.perSecond)
        return (values.quantile(0.75) - values.quantile(0.25)) / 2 / max(values.quantile(0.5), 1e-9)
    }

    /// The C program with the greatest throughput.
    var bestC: Subject? {
        workload.subjects.filter(\.isC).max {
            median($0, \.perSecond) < median($1, \.perSecond)
        }
    }

    private func subject(of rival: Workload.Target.Rival) -> Subject? {
        switch rival {
        case .bestC: bestC
        case .strata: runs[.strata] == nil ? nil : .strata
        case .asyncpg: runs[.asyncpg] == nil ? nil : .asyncpg
        case .sqlalchemy: runs[.sqlalchemy] == nil ? nil : .sqlalchemy
        case .strataOther: runs[.strataOther] == nil ? nil : .strataOther
        }
    }

    /// The median over the rounds of a subject's figure divided by a rival's.
    ///
    /// Taken within a round, in which both met about the same weather.
    func ratio(
        _ measure: Workload.Target.Measure, of subject: Subject, to rival: Workload.Target.Rival
    ) -> Double? {
        guard let other = self.subject(of: rival), let ours = runs[subject],
            let theirs = runs[other]
        else { return nil }
        let value: (Programs.Run) -> Double =
            measure == .throughput ? \.perSecond : \.cpuMicroseconds
        return zip(ours, theirs).map { value($0) / max(value($1), 1e-9) }.quantile(0.5)
    }

    func isMet(_ target: Workload.Target) -> Bool? {
        ratio(target.measure, of: target.subject, to: target.rival).map {
            target.measure == .throughput ? $0 >= target.bound : $0 <= target.bound
        }
    }
}

extension [Double] {
    /// Returns the value below which the given part of the values lies, between neighbours if need be.
    func quantile(_ part: Double) -> Double {
        guard !isEmpty else { return 0 }
        let values = sorted()
        let position = part * Double(values.count - 1)
        let below = Int(position)
        guard below + 1 < values.count else { return values[below] }
        return values[below] + (position - Double(below)) * (values[below + 1] - values[below])
    }
}
