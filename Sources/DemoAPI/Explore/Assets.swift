import Hummingbird

/// The page's files, which are part of the program: it needs no folder beside it.
struct Asset: Sendable {
    let name: String
    let contentType: String
    let bytes: [UInt8]

    static let all = [
        Asset("style.css", "text/css", PackageResources.style_css),
        Asset("explore.js", script, PackageResources.explore_js),
        Asset("run.js", script, PackageResources.run_js),
        Asset("card.js", script, PackageResources.card_js),
        Asset("burst.js", script, PackageResources.burst_js),
        Asset("plot.js", script, PackageResources.plot_js),
        Asset("pool.js", script, PackageResources.pool_js),
        Asset("dom.js", script, PackageResources.dom_js),
        Asset("highlight.js", script, PackageResources.highlight_js),
        Asset("docs.js", script, PackageResources.docs_js),
        Asset("schema.js", script, PackageResources.schema_js),
        Asset("try.js", script, PackageResources.try_js),
        Asset("icon.svg", "image/svg+xml", PackageResources.icon_svg),
    ]

    private static let script = "text/javascript"

    private init(_ name: String, _ contentType: String, _ bytes: [UInt8]) {
        self.name = name
        self.contentType = contentType
        self.bytes = bytes
    }

    /// The answer to a request for it.
    ///
    /// A browser asks each time: another version of the server may have another file.
    var response: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: contentType + "; charset=utf-8", .cacheControl: "no-cache",
                .contentLength: "\(bytes.count)", .xContentTypeOptions: "nosniff",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
