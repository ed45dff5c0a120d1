import Support

/// Instructions per operation, counted by valgrind: the steady yardstick on a noisy machine.
///
/// Only the client's process counts, without the kernel. Each workload runs with few operations and
/// with many; the difference is what the operations took, without start-up and warm-up.
enum Instructions {
    private static let workloads = [
        (name: "select-int", operations: 1_000), (name: "rows", operations: 50),
        (name: "series", operations: 50), (name: "pg_type", operations: 20),
        (name: "bytea", operations: 50), (name: "arrays", operations: 20),
    ]

    static func table(_ programs: Programs) throws -> String {
        let client = try withoutDebugInformation(programs)
        var lines = [
            "Instructions of the client per operation, counted with callgrind.", "",
            "| Workload | C | Swift | Swift / C |", "| --- | ---: | ---: | ---: |",
        ]
        for workload in workloads {
            let reference = try count(programs.limit, workload.name, workload.operations, programs)
            let measured = try count(client, workload.name, workload.operations, programs)
            let ratio = format(Double(measured) / Double(max(1, reference)), digits: 1)
            lines.append("| \(workload.name) | \(reference) | \(measured) | \(ratio) |")
        }
        return lines.joined(separator: "\n") + "\n" + (try builtTable(client, programs))
            + (try entityTable(client, programs))
    }

    /// What an entity costs in each kind of work.
    private static func entityTable(_ client: String, _ programs: Programs) throws -> String {
        var lines = [
            "", "| Work on entities | Instructions for each |", "| --- | ---: |",
        ]
        for (name, title, operations, entities) in [
            ("orm-load", "loaded", 4, 10_000), ("orm-load-other", "a tuple of the row", 4, 10_000),
            ("orm-insert", "inserted", 2, 10_000),
            ("orm-bulk", "inserted and not tracked, by COPY", 2, 10_000),
            ("orm-bulk-other", "the same from arrays", 2, 10_000),
            ("orm-update", "changed", 10, 1_000),
            ("orm-get", "got from the server", 300, 1), ("orm-known", "got when known", 20, 1_000),
            ("orm-unchanged", "looked at by a flush, unchanged", 10, 10_000),
        ] {
            let measured = try count(client, name, operations, programs) / entities
            lines.append("| \(title) | \(measured) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What the query builder adds to SQL and tuples.
    private static func builtTable(_ client: String, _ programs: Programs) throws -> String {
        var lines = [
            "", "| Workload | SQL | Query builder | Query builder / SQL |",
            "| --- | ---: | ---: | ---: |",
        ]
        for (name, operations) in [("primary-key", 1_000), ("rows", 50), ("structs", 50)] {
            let reference = try count(client, name, operations, programs)
            let measured = try count(client, name + "-query", operations, programs)
            let ratio = format(Double(measured) / Double(max(1, reference)), digits: 2)
            lines.append("| \(name) | \(reference) | \(measured) | \(ratio) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Returns a copy that valgrind can load: older ones stop at DWARF 5.
    private static func withoutDebugInformation(_ programs: Programs) throws -> String {
        let copy = programs.client + ".stripped"
        _ = try programs.run(["strip", "-g", "-o", copy, programs.client])
        return copy
    }

    private static func count(
        _ program: String, _ workload: String, _ operations: Int, _ programs: Programs
    ) throws -> Int {
        let few = try total(program, workload, operations, programs)
        let many = try total(program, workload, 3 * operations, programs)
        return (many - few) / (2 * operations)
    }

    private static func total(
        _ program: String, _ workload: String, _ operations: Int, _ programs: Programs
    ) throws -> Int {
        let errors = try programs.run([
            "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "count",
            workload, "1", String(operations),
        ]).errors
        for line in errors.split(separator: "\n") where line.contains("Collected :") {
            if let number = line.split(separator: " ").last.flatMap({ Int($0) }) { return number }
        }
        throw Failure("valgrind counted nothing: \(errors)")
    }
}
