import Testing

@testable import LocalPostgres

@Suite("The way to a server")
struct EndpointTests {
    @Test func `a socket is named by its folder`() {
        let endpoint = Endpoint(socketDirectory: "/tmp/a b?c", port: 5432, password: nil)

        #expect(
            endpoint.url(database: "shop & co")
                == "postgresql://postgres@/shop%20%26%20co?host=/tmp/a%20b%3Fc&port=5432")
        #expect(
            endpoint.environment(database: "shop") == [
                "PGHOST": "/tmp/a b?c", "PGPORT": "5432", "PGUSER": "postgres",
                "PGDATABASE": "shop",
            ])
    }

    @Test func `a port comes with its password`() {
        let endpoint = Endpoint(socketDirectory: "/tmp/s", port: 6000, password: "s3cr@t")

        #expect(
            endpoint.url(database: "postgres")
                == "postgresql://postgres:s3cr%40t@127.0.0.1:6000/postgres")
        #expect(endpoint.environment(database: "postgres")["PGPASSWORD"] == "s3cr@t")
        #expect(endpoint.environment(database: "postgres")["PGHOST"] == "127.0.0.1")
    }
}
