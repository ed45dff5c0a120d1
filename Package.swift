// swift-tools-version: 6.2
import CompilerPluginSupport
import PackageDescription

/// One list for every target: the language Strata is written in.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let serviceLifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let collections = Target.Dependency.product(name: "Collections", package: "swift-collections")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")

let package = Package(
    name: "strata",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "PGCore", targets: ["PGCore"]),
        .library(name: "PGSchema", targets: ["PGSchema"]),
        .library(name: "PGWire", targets: ["PGWire"]),
        .library(name: "QueryBuilder", targets: ["QueryBuilder"]),
        .library(name: "ORM", targets: ["ORM"]),
        .library(name: "StrataMacros", targets: ["StrataMacros"]),
        .library(name: "LocalPostgres", targets: ["LocalPostgres"]),
        .library(name: "Migrations", targets: ["Migrations"]),
        .library(name: "PGTestKit", targets: ["PGTestKit"]),
        .executable(name: "strata", targets: ["StrataCLIMain"]),
        .executable(name: "DemoAPI", targets: ["DemoAPIMain"]),
    ],
    traits: [
        .trait(name: "Metrics", description: "Measure statements and pools with swift-metrics."),
        .trait(name: "Tracing", description: "Trace statements with swift-distributed-tracing."),
        .default(enabledTraits: ["Metrics", "Tracing"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.3.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.81.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0",
            traits: ["CommandLineArguments"]),
        .package(url: "https://github.com/swiftlang/swift-syntax", "600.0.1"..<"604.0.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibpq", pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .target(name: "CStrataSystem"),
        .target(name: "PGCore", swiftSettings: settings),
        .target(name: "PGSchema", dependencies: ["PGCore"], swiftSettings: settings),
        .target(
            name: "PGWire",
            dependencies: [
                "PGCore", "CLibpq", "CStrataSystem", logging, serviceLifecycle, heap, deque,
                .product(
                    name: "Metrics", package: "swift-metrics", condition: .when(traits: ["Metrics"])
                ),
                .product(
                    name: "Tracing", package: "swift-distributed-tracing",
                    condition: .when(traits: ["Tracing"])),
            ],
            swiftSettings: settings),
        .target(
            name: "QueryBuilder", dependencies: ["PGCore", "PGSchema"], swiftSettings: settings),
        .target(
            name: "ORM",
            dependencies: ["PGCore", "PGSchema", "PGWire", "QueryBuilder", collections],
            swiftSettings: settings),
        .macro(
            name: "StrataMacrosPlugin",
            dependencies: [
                .product(name: "SwiftSyntax", package: "swift-syntax"),
                .product(name: "SwiftSyntaxBuilder", package: "swift-syntax"),
                .product(name: "SwiftSyntaxMacros", package: "swift-syntax"),
                .product(name: "SwiftDiagnostics", package: "swift-syntax"),
                .product(name: "SwiftCompilerPlugin", package: "swift-syntax"),
            ],
            swiftSettings: settings),
        .target(
            name: "StrataMacros", dependencies: ["QueryBuilder", "ORM", "StrataMacrosPlugin"],
            swiftSettings: settings),
        .target(name: "LocalPostgres", swiftSettings: settings),
        .target(
            name: "Migrations", dependencies: ["PGCore", "PGSchema", "PGWire"],
            swiftSettings: settings),
        .executableTarget(
            name: "StrataCLIMain", dependencies: ["StrataCLI"], swiftSettings: settings),
        .target(
            name: "StrataCLI",
            dependencies: [
                "Migrations", "LocalPostgres", "PGWire", "PGSchema", "PGCore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .target(
            name: "PGTestKit", dependencies: ["PGCore", "PGWire", "LocalPostgres"],
            swiftSettings: settings),
        .executableTarget(
            name: "DemoAPIMain", dependencies: ["DemoAPI"], swiftSettings: settings),
        // A library, as StrataCLI: the build lets no test wait for the module of an executable.
        .target(
            name: "DemoAPI",
            dependencies: [
                "ORM", "QueryBuilder", "PGWire", "PGSchema", "PGCore", "StrataMacros", "Migrations",
                "LocalPostgres", serviceLifecycle, logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("Explore/Resources")],
            swiftSettings: settings),
        .target(
            name: "CodecSamples", dependencies: ["PGCore"], path: "Tests/CodecSamples",
            swiftSettings: settings),
        .testTarget(
            name: "PGCoreTests", dependencies: ["PGCore", "CodecSamples"], swiftSettings: settings),
        .testTarget(
            name: "PGSchemaTests", dependencies: ["PGSchema", "PGCore"], swiftSettings: settings),
        .testTarget(
            name: "MigrationsTests", dependencies: ["Migrations", "PGCore"], swiftSettings: settings
        ),
        .testTarget(
            name: "MigrationsLiveTests",
            dependencies: ["Migrations", "PGSchema", "PGWire", "PGCore", "PGTestKit"],
            swiftSettings: settings),
        .testTarget(
            name: "StrataCLITests",
            dependencies: ["StrataCLI", "PGTestKit", "LocalPostgres", "PGWire", "PGCore"],
            swiftSettings: settings),
        .testTarget(
            name: "QueryBuilderTests", dependencies: ["QueryBuilder", "PGCore", "PGSchema"],
            swiftSettings: settings),
        .testTarget(
            name: "QueryBuilderLiveTests",
            dependencies: ["QueryBuilder", "PGWire", "PGTestKit", "StrataMacros"],
            swiftSettings: settings),
        .target(
            name: "ORMTestSupport", dependencies: ["ORM", "PGCore", "PGSchema", "QueryBuilder"],
            path: "Tests/ORMTestSupport", swiftSettings: settings),
        .testTarget(
            name: "ORMTests",
            dependencies: [
                "ORM", "PGCore", "PGSchema", "PGWire", "QueryBuilder", "ORMTestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ORMLiveTests",
            dependencies: [
                "LocalPostgres", "ORM", "PGCore", "PGSchema", "PGWire", "QueryBuilder",
                "ORMTestSupport",
                "PGTestKit",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "StrataMacrosTests",
            dependencies: [
                "StrataMacrosPlugin",
                .product(name: "SwiftSyntax", package: "swift-syntax"),
                .product(name: "SwiftDiagnostics", package: "swift-syntax"),
                .product(name: "SwiftSyntaxMacros", package: "swift-syntax"),
                .product(name: "SwiftSyntaxMacroExpansion", package: "swift-syntax"),
                .product(name: "SwiftSyntaxBuilder", package: "swift-syntax"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "StrataMacrosLiveTests",
            dependencies: ["StrataMacrosPlugin", "PGWire", "PGTestKit"], swiftSettings: settings),
        .testTarget(
            name: "MacroClientTests",
            dependencies: [
                "StrataMacros", "ORM", "QueryBuilder", "PGSchema", "PGCore", "ORMTestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "MacroClientLiveTests",
            dependencies: [
                "StrataMacros", "ORM", "QueryBuilder", "Migrations", "PGSchema", "PGCore",
                "PGTestKit",
            ],
            exclude: ["Generated/Depot.sql"],
            swiftSettings: settings),
        .testTarget(
            name: "DemoAPITests",
            dependencies: [
                "DemoAPI", "PGCore", "PGWire", logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DemoAPILiveTests",
            dependencies: [
                "DemoAPI", "PGTestKit", "LocalPostgres", "Migrations", "ORM", "PGSchema", "PGWire",
                "PGCore", logging,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "LocalPostgresProbe", dependencies: ["LocalPostgres"],
            path: "Tests/LocalPostgresProbe", swiftSettings: settings),
        .testTarget(
            name: "LocalPostgresTests", dependencies: ["LocalPostgres"], swiftSettings: settings),
        .testTarget(
            name: "LocalPostgresLiveTests", dependencies: ["LocalPostgres", "LocalPostgresProbe"],
            swiftSettings: settings),
        .testTarget(
            name: "PGWireTests", dependencies: ["PGWire", "PGCore", "CLibpq"],
            swiftSettings: settings),
        .testTarget(
            name: "PGWireLiveTests",
            dependencies: [
                "PGWire", "PGCore", "PGTestKit", "LocalPostgres", "CodecSamples", logging,
                .product(
                    name: "MetricsTestKit", package: "swift-metrics",
                    condition: .when(traits: ["Metrics"])),
                .product(
                    name: "InMemoryTracing", package: "swift-distributed-tracing",
                    condition: .when(traits: ["Tracing"])),
            ],
            swiftSettings: settings),
    ]
)

// The documentation plug-in is for those who build the documentation, not for users.
if Context.environment["STRATA_DOCS"] != nil {
    package.dependencies.append(
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"))
}
