import CLibpq
import PGCore

/// The only owner of a libpq connection, and the only sender of commands.
///
/// libpq connections are not thread-safe: a handle lives on the thread that connects until it is
/// adopted by an event loop, and on that loop's thread from then on. It is non-copyable, and
/// `deinit` closes the connection, so that a pointer can neither leak nor be used after its end.
@safe
struct ConnectionHandle: ~Copyable {
    private let pointer: OpaquePointer

    /// Starts connecting.
    ///
    /// The parameters go as one string: libpq would take an empty value in a list for a missing one,
    /// and look into the environment instead.
    ///
    /// - Throws: `PGError.Code.connectionFailed` when libpq is out of memory.
    init(starting parameters: [String: String]) throws(PGError) {
        let started = unsafe withCStrings(["dbname"]) { keywords in
            unsafe withCStrings([ConnectionString.render(parameters)]) { values in
                unsafe PQconnectStartParams(keywords, values, 1)
            }
        }
        guard let started = unsafe started else {
            throw PGError(.connectionFailed, "libpq could not allocate a connection")
        }
        unsafe pointer = started
        // The only way to learn the SQLSTATE of a refused connection.
        unsafe PQsetErrorVerbosity(pointer, PQERRORS_VERBOSE)
    }

    deinit {
        unsafe PQfinish(pointer)
    }

    // MARK: Connecting

    /// Returns the parameters with what libpq adds from the service file, the environment and its
    /// own defaults.
    ///
    /// libpq has no function for that. It does it at the start of connecting, so it is stopped there,
    /// before it touches the network, by a value of `target_session_attrs` that nobody knows; that
    /// one is learnt from a second start.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration` in libpq's words.
    static func resolve(
        _ parameters: [String: String]
    ) throws(PGError) -> [String: String] {
        let unknown = "strata-unknown"
        let last = "target_session_attrs"
        let probe = try ConnectionHandle(
            starting: parameters.merging([last: unknown]) { _, probe in probe })
        guard probe.isBad, probe.errorMessage.contains(unknown) else {
            throw PGError(
                .invalidConfiguration,
                "the connection parameters are invalid: \(probe.errorMessage)")
        }
        var resolved = probe.parameters
        if let given = parameters[last] {
            resolved[last] = given
        } else {
            let other = try ConnectionHandle(
                starting: parameters.merging(["sslmode": unknown]) { _, probe in probe })
            resolved[last] = other.parameters[last]
        }
        return resolved
    }

    /// The parameters that are in use.
    private var parameters: [String: String] {
        guard let options = unsafe PQconninfo(pointer) else { return [:] }
        defer { unsafe PQconninfoFree(options) }
        return unsafe ConnectionString.dictionary(options)
    }

    /// Whether the server is being asked to let the user in.
    var isAuthenticating: Bool { unsafe PQstatus(pointer) == CONNECTION_AWAITING_RESPONSE }

    var isEncrypted: Bool { unsafe PQsslInUse(pointer) == 1 }

    /// Whether the server asked for a password of any kind.
    var usedPassword: Bool { unsafe PQconnectionUsedPassword(pointer) == 1 }

    enum ConnectProgress {
        case wantsRead, wantsWrite, connected, failed
    }

    /// Takes the next step of connecting.
    ///
    /// The socket may be another one afterwards.
    func continueConnecting() -> ConnectProgress {
        switch unsafe PQconnectPoll(pointer) {
        case PGRES_POLLING_OK: .connected
        case PGRES_POLLING_READING: .wantsRead
        case PGRES_POLLING_WRITING: .wantsWrite
        default: .failed
        }
    }

    var isBad: Bool { unsafe PQstatus(pointer) == CONNECTION_BAD }

    var socket: Int32 { unsafe PQsocket(pointer) }

    /// libpq's own words about the last failure.
    ///
    /// It may name hosts and users, never passwords.
    var errorMessage: String {
        unsafe trimmed(PQerrorMessage(pointer)) ?? "unknown error"
    }

    /// Puts an established connection into the mode the engine always uses.
    func prepareForPipelining() -> Bool {
        unsafe PQsetErrorVerbosity(pointer, PQERRORS_DEFAULT)
        return unsafe PQsetnonblocking(pointer, 1) == 0 && PQenterPipelineMode(pointer) == 1
    }

    // MARK: Facts

    var backendProcessID: Int32 { unsafe PQbackendPID(pointer) }

    /// Where the connection leads.
    var endpoint: ServerEndpoint {
        ServerEndpoint(
            address: unsafe PQhost(pointer).map { unsafe String(cString: $0) } ?? "",
            port: unsafe PQport(pointer).flatMap { unsafe Int(String(cString: $0)) } ?? 0,
            database: unsafe PQdb(pointer).map { unsafe String(cString: $0) } ?? "",
            backendProcessID: backendProcessID)
    }

    var serverVersion: Int32 { unsafe PQserverVersion(pointer) }

    func parameterStatus(_ name: String) -> String? {
        unsafe PQparameterStatus(pointer, name).map { unsafe String(cString: $0) }
    }

    /// The server's word on the transaction, valid when nothing is in flight.
    var transactionStatus: TransactionStatus {
        switch unsafe PQtransactionStatus(pointer) {
        case PQTRANS_IDLE: .idle
        case PQTRANS_INTRANS: .inTransaction
        case PQTRANS_INERROR: .inFailedTransaction
        case PQTRANS_ACTIVE: .active
        default: .unknown
        }
    }

    func makeCancelHandle() -> CancelHandle? {
        unsafe PQgetCancel(pointer).map { unsafe CancelHandle(owning: $0) }
    }

    /// Makes a request to stop what runs now; `nil` where libpq is older than 17.
    func makeCancelRequest() -> CancelRequest? {
        unsafe CancelRequest(for: pointer)
    }

    /// Sends notices to `sink`, which has to outlive the connection.
    func deliverNotices(to sink: NoticeSink) {
        unsafe PQsetNoticeReceiver(
            pointer,
            { context, result in
                guard let context = unsafe context, let result = unsafe result else { return }
                let sink = unsafe Unmanaged<NoticeSink>.fromOpaque(context).takeUnretainedValue()
                sink.received(unsafe serverError(of: result))
            }, Unmanaged.passUnretained(sink).toOpaque())
    }

    /// Takes the next notification out of libpq, which would keep it.
    func nextNotification() -> PGNotification? {
        guard let notification = unsafe PQnotifies(pointer) else { return nil }
        defer { unsafe PQfreemem(notification) }
        return PGNotification(
            channel: unsafe String(cString: notification.pointee.relname),
            payload: unsafe notification.pointee.extra.map { unsafe String(cString: $0) } ?? "",
            backendProcessID: unsafe notification.pointee.be_pid)
    }

    // MARK: Sending

    /// Sends the parsing of SQL; the types of placeholders that are not stated are inferred.
    func sendPrepare(name: String, sql: String, types: [OID]) -> Bool {
        // `Oid` is a plain integer, and so is all that is in an OID.
        let numbers = types.map(\.rawValue)
        return unsafe PQsendPrepare(
            pointer, name, sql, Int32(truncatingIfNeeded: numbers.count), numbers) == 1
    }

    private typealias SendClose = @convention(c) (OpaquePointer, UnsafePointer<CChar>) -> Int32

    @safe private static let sendClosePrepared =
        unsafe LibpqSymbols.function("PQsendClosePrepared", as: SendClose.self)

    /// Sends the freeing of a prepared statement, by the protocol's own message where this libpq has
    /// it: that one is no error in a failed transaction, nor when there is no such statement.
    func sendClose(name: String) -> Bool {
        if let close = Self.sendClosePrepared {
            return unsafe close(pointer, name) == 1
        }
        return sendOnce(sql: "DEALLOCATE \(name)")
    }

    func sendDescribe(name: String) -> Bool {
        unsafe PQsendDescribePrepared(pointer, name) == 1
    }

    /// Sends SQL without parameters as the unnamed statement.
    func sendOnce(sql: String, format: WireFormat = .text) -> Bool {
        unsafe PQsendQueryParams(pointer, sql, 0, nil, nil, nil, nil, format.rawValue) == 1
    }

    func sendExecute(
        name: [CChar], parameters: EncodedParameters, resultFormat: WireFormat
    ) -> Bool {
        let count = parameters.places.count
        guard count > 0 else {
            return unsafe PQsendQueryPrepared(
                pointer, name, 0, nil, nil, nil, resultFormat.rawValue) == 1
        }
        return unsafe parameters.bytes.withUnsafeBytes { bytes in
            let base = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress
            return unsafe withUnsafeTemporaryAllocation(
                of: UnsafePointer<CChar>?.self, capacity: count
            ) { values in
                unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * count) { sizes in
                    for index in 0..<count {
                        let place = parameters.places[index]
                        unsafe values.initializeElement(
                            at: index,
                            to: place.flatMap { place in
                                unsafe base.map { unsafe $0 + place.range.lowerBound }
                            })
                        unsafe sizes.initializeElement(
                            at: index, to: Int32(truncatingIfNeeded: place?.range.count ?? 0))
                        unsafe sizes.initializeElement(
                            at: count + index, to: (place?.format ?? .binary).rawValue)
                    }
                    return unsafe PQsendQueryPrepared(
                        pointer, name, Int32(truncatingIfNeeded: count), values.baseAddress,
                        sizes.baseAddress, sizes.baseAddress.map { unsafe $0 + count },
                        resultFormat.rawValue) == 1
                }
            }
        }
    }

    /// How many rows are sent before the server is given something to do.
    private static let firstRows = 128

    /// Sends the execution of a statement for rows of values, the first of which is at `place`.
    ///
    /// libpq writes to the socket whenever 64 kilobytes are full, and keeps what it does not take.
    func sendExecute(
        name: [CChar], rows: EncodedRows, from place: Int, count: Int, columns: Int,
        resultFormat: WireFormat
    ) -> Bool {
        guard place + count * columns <= rows.places.count else { return false }
        return unsafe rows.writer.withUnsafeBytes { bytes in
            guard let base = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress else {
                return false
            }
            return unsafe name.withUnsafeBufferPointer { name in
                unsafe withUnsafeTemporaryAllocation(
                    of: UnsafePointer<CChar>?.self, capacity: columns
                ) { values in
                    unsafe withUnsafeTemporaryAllocation(
                        of: Int32.self, capacity: 2 * columns
                    ) { sizes in
                        // One row after the other in the same place: libpq copies it.
                        for row in 0..<count {
                            for column in 0..<columns {
                                let place = rows.places[place + row * columns + column]
                                unsafe values.initializeElement(
                                    at: column, to: place.start < 0 ? nil : base + place.start)
                                unsafe sizes.initializeElement(at: column, to: place.length)
                                unsafe sizes.initializeElement(
                                    at: columns + column, to: place.format.rawValue)
                            }
                            guard
                                unsafe PQsendQueryPrepared(
                                    pointer, name.baseAddress, Int32(truncatingIfNeeded: columns),
                                    values.baseAddress, sizes.baseAddress,
                                    sizes.baseAddress.map { unsafe $0 + columns },
                                    resultFormat.rawValue) == 1
                            else { return false }
                            // It works on these while the others are written.
                            if row == Self.firstRows, unsafe PQflush(pointer) < 0 { return false }
                        }
                        return true
                    }
                }
            }
        }
    }

    /// Ends the statement's implicit transaction and flushes what libpq holds back.
    func sendSync() -> Bool {
        unsafe PQpipelineSync(pointer) == 1
    }

    enum Flush {
        case done, pending, failed
    }

    func flush() -> Flush {
        switch unsafe PQflush(pointer) {
        case 0: .done
        case 1: .pending
        default: .failed
        }
    }

    // MARK: Outside pipeline mode

    /// Leaves pipeline mode, for which nothing may be in flight.
    func exitPipelineMode() -> Bool {
        unsafe PQexitPipelineMode(pointer) == 1
    }

    /// Goes back into pipeline mode, for which nothing may be in flight.
    func enterPipelineMode() -> Bool {
        unsafe PQenterPipelineMode(pointer) == 1
    }

    /// Sends a script: any number of statements, outside pipeline mode.
    func sendScript(_ sql: String) -> Bool {
        unsafe PQsendQuery(pointer, sql) == 1
    }

    /// Puts data of a COPY into libpq's buffer.
    ///
    /// The buffer grows without limit: flush, and wait until that is done, before the next call.
    func putCopyData(_ bytes: ArraySlice<UInt8>) -> Bool {
        unsafe bytes.withUnsafeBytes { bytes in
            guard let start = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress else {
                return true
            }
            return unsafe PQputCopyData(pointer, start, Int32(truncatingIfNeeded: bytes.count)) == 1
        }
    }

    /// Ends the data of a COPY; with a complaint, the server drops all of it.
    func putCopyEnd(failing complaint: String? = nil) -> Bool {
        unsafe PQputCopyEnd(pointer, complaint) == 1
    }

    /// Whether a result has yet to arrive; asking hands on what came out of turn.
    var isBusy: Bool { unsafe PQisBusy(pointer) == 1 }

    enum CopyData {
        /// As much as was asked for.
        case enough
        /// The rest has not arrived.
        case notYet
        /// The data is over, and results follow.
        case end
    }

    /// Appends what has arrived of a COPY's data, until there is `limit` of it.
    func readCopyData(into bytes: inout [UInt8], until limit: Int) -> CopyData {
        while bytes.count < limit {
            var row: UnsafeMutablePointer<CChar>?
            let length = unsafe PQgetCopyData(pointer, &row, 1)
            guard length > 0, let start = unsafe row else { return length == 0 ? .notYet : .end }
            unsafe bytes.append(
                contentsOf: UnsafeRawBufferPointer(start: start, count: Int(length)))
            unsafe PQfreemem(start)
        }
        return .enough
    }

    // MARK: Receiving

    /// Reads what the socket has.
    ///
    /// Returns `false` when the connection is lost.
    func consumeInput() -> Bool {
        unsafe PQconsumeInput(pointer) == 1
    }

    enum Next {
        case result(ResultHandle)
        /// A statement's results are over.
        case end
        /// The sync after a statement came back.
        case sync
        /// The next result has not arrived.
        case notYet
        /// The connection is bad: libpq would report an end forever.
        case lost
        /// As many rows as were asked for were packed.
        case packed
    }

    /// Returns the next result without waiting for the server.
    func nextResult() -> Next {
        guard unsafe PQisBusy(pointer) == 0 else { return .notYet }
        guard let result = unsafe PQgetResult(pointer) else { return isBad ? .lost : .end }
        guard unsafe PQresultStatus(result) != PGRES_PIPELINE_SYNC else {
            unsafe PQclear(result)
            return .sync
        }
        return .result(unsafe ResultHandle(owning: result))
    }

    /// Packs rows that came one by one, up to `limit` of them or about four megabytes, and returns what came after.
    ///
    /// A loop of its own: one result for each row, freed before the next is made, costs a fraction
    /// of handing each on.
    func nextResult(packingInto rows: PackedRows, upTo limit: Int) -> Next {
        while true {
            guard unsafe PQisBusy(pointer) == 0 else { return .notYet }
            guard let result = unsafe PQgetResult(pointer) else { return isBad ? .lost : .end }
            switch unsafe PQresultStatus(result) {
            case PGRES_SINGLE_TUPLE:
                guard !rows.isEmpty || rows.isDropped else {
                    // Its columns are looked at, and only then: they are those of all rows.
                    let handle = unsafe ResultHandle(owning: result)
                    rows.begin(with: handle)
                    handle.pack(into: rows)
                    break
                }
                unsafe packRow(of: result, into: rows)
                unsafe PQclear(result)
            case PGRES_PIPELINE_SYNC:
                unsafe PQclear(result)
                return .sync
            default:
                return .result(unsafe ResultHandle(owning: result))
            }
            if rows.rowCount >= limit || rows.byteCount >= 4 << 20 { return .packed }
        }
    }

    /// Counts the rows that commands changed, and returns the first result that is something else.
    ///
    /// A loop of its own, which makes no object of a result of which a number is all that matters.
    func nextResult(countingFor group: StatementGroup) -> Next {
        var isBetweenResults = false
        while true {
            guard unsafe PQisBusy(pointer) == 0 else { return .notYet }
            guard let result = unsafe PQgetResult(pointer) else {
                if isBad { return .lost }
                guard !isBetweenResults else { return .end }
                isBetweenResults = true
                continue
            }
            isBetweenResults = false
            switch unsafe PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
                group.received(affectedRows: unsafe affectedRowCount(of: result))
                unsafe PQclear(result)
            case PGRES_PIPELINE_SYNC:
                unsafe PQclear(result)
                return .sync
            default:
                return .result(unsafe ResultHandle(owning: result))
            }
        }
    }

    /// Asks for the head statement's rows in chunks of at most `size`, or one by one where libpq is
    /// older than 17.
    func setStreamingMode(chunk size: Int) -> Bool {
        if let setChunkedRowsMode = unsafe Self.setChunkedRowsMode {
            return unsafe setChunkedRowsMode(pointer, Int32(clamping: size)) == 1
        }
        return unsafe PQsetSingleRowMode(pointer) == 1
    }

    private typealias SetChunkedRowsMode = @convention(c) (OpaquePointer?, Int32) -> Int32

    /// `PQsetChunkedRowsMode`, when the libpq found at run time has it.
    private static let setChunkedRowsMode: SetChunkedRowsMode? =
        unsafe LibpqSymbols.function("PQsetChunkedRowsMode", as: SetChunkedRowsMode.self)
}

/// Where the server says a connection stands.
enum TransactionStatus: Sendable {
    case idle, inTransaction, inFailedTransaction, active, unknown
}

/// Collects what the server says out of turn.
///
/// Touched only on the connection's thread: libpq calls back while input is consumed.
final class NoticeSink {
    @safe @exclusivity(unchecked) private(set) var notices: [ServerError] = []

    func received(_ notice: ServerError) {
        // A server that never stops talking must not fill the memory.
        if notices.count < 64 { notices.append(notice) }
    }

    var isEmpty: Bool { notices.isEmpty }

    func take() -> [ServerError] {
        defer { notices.removeAll() }
        return notices
    }
}

/// Calls `body` with a NULL-terminated array of C strings.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    var storage: [CChar] = []
    var offsets: [Int] = []
    for string in strings {
        offsets.append(storage.count)
        storage.append(contentsOf: string.utf8CString)
    }
    return unsafe storage.withUnsafeBufferPointer { bytes in
        var pointers = unsafe offsets.map { offset in
            unsafe bytes.baseAddress.map { unsafe $0 + offset }
        }
        unsafe pointers.append(nil)
        // Passed as an array: the compiler lends its address for the call.
        return unsafe body(pointers)
    }
}

private func trimmed(_ text: UnsafePointer<CChar>?) -> String? {
    guard let text = unsafe text else { return nil }
    var message = unsafe String(cString: text)
    while message.last?.isWhitespace == true { message.removeLast() }
    return message.isEmpty ? nil : message
}
