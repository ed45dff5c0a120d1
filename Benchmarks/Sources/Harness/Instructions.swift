/// Instructions per operation, counted by valgrind: the steady yardstick on a noisy machine.
///
/// Only the client's process counts, without the kernel. Each workload runs with no operations and
/// with many; the difference is what the operations took, without start-up and warm-up.
enum Instructions {
    private static let workloads = [
        (limit: "serial", client: "serial-connection", operations: 1_000),
        (limit: "serial", client: "serial-pool", operations: 1_000),
        (limit: "serial", client: "shared-connection", operations: 1_000),
        (limit: "serial", client: "shared-pool", operations: 1_000),
        (limit: "rows", client: "rows", operations: 50),
    ]

    static func table(_ programs: Programs) throws -> String {
        let client = try withoutDebugInformation(programs)
        var counts: [String: Int] = [:]
        var lines = [
            "Instructions of the client per operation, counted with callgrind.", "",
            "| Workload | C | Swift | Swift / C |", "| --- | ---: | ---: | ---: |",
        ]
        for workload in workloads {
            let reference =
                try counts[workload.limit]
                ?? count(programs.limit, workload.limit, workload.operations, programs)
            counts[workload.limit] = reference
            let measured = try count(client, workload.client, workload.operations, programs)
            let ratio = format(Double(measured) / Double(max(1, reference)), digits: 1)
            lines.append("| \(workload.client) | \(reference) | \(measured) | \(ratio) |")
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
        let none = try total(program, workload, 0, programs)
        let many = try total(program, workload, operations, programs)
        return (many - none) / operations
    }

    private static func total(
        _ program: String, _ workload: String, _ operations: Int, _ programs: Programs
    ) throws -> Int {
        let errors = try programs.run([
            "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, workload,
            String(operations),
        ]).errors
        for line in errors.split(separator: "\n") where line.contains("Collected :") {
            if let number = line.split(separator: " ").last.flatMap({ Int($0) }) { return number }
        }
        throw Failure("valgrind counted nothing: \(errors)")
    }
}
