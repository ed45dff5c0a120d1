import CodecSamples
import PGCore

/// Reads what libFuzzer made: the first two bytes choose the reader, the rest is for it.
///
/// An error of this library is the right answer to bytes that mean nothing. Any other error, and
/// any trap, is what is being looked for.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    var input = FuzzInput(Array(unsafe UnsafeBufferPointer(start: start, count: count)))
    let targets = FuzzTarget.all
    let target = targets[input.choice(of: targets.count)]
    do {
        try target.read(input.bytes)
    } catch let error as PGError {
        // What an error shows must be printable as well.
        precondition(!error.debugDescription.isEmpty)
        precondition(
            [.decodingFailed, .unexpectedNull].contains(error.code),
            "\(target.name): \(error.debugDescription)")
    } catch {
        fatalError("\(target.name): \(error)")
    }
    return 0
}

/// Writes the samples as files to begin with, when the environment names a folder for them.
@_cdecl("LLVMFuzzerInitialize")
func fuzzBegin(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutableRawPointer
) -> CInt {
    Seeds.writeIfAsked()
    return 0
}
