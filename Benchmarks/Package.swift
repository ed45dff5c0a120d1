// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who uses Strata builds or resolves any of this.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "strata-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "strata", path: "..")],
    targets: [
        // What is measured: one workload in one process.
        .executableTarget(
            name: "Client",
            dependencies: [
                .product(name: "PGCore", package: "strata"),
                .product(name: "PGSchema", package: "strata"),
                .product(name: "PGWire", package: "strata"),
                .product(name: "QueryBuilder", package: "strata"),
                .product(name: "ORM", package: "strata"),
            ],
            swiftSettings: settings),
        // What measures: runs the clients in turn and compares them.
        .executableTarget(
            name: "Harness",
            dependencies: ["Support", .product(name: "LocalPostgres", package: "strata")],
            swiftSettings: settings),
        // The same for servers: the demo beside others that do the same.
        .executableTarget(
            name: "HTTPHarness",
            dependencies: [
                "Support",
                .product(name: "LocalPostgres", package: "strata"),
                .product(name: "PGWire", package: "strata"),
            ],
            swiftSettings: settings),
        .target(name: "Support", swiftSettings: settings),
    ]
)
