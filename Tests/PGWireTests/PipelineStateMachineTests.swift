@testable import PGWire
import Testing

/// The machine as a transcript: one event a line, and what the connection has to do.
@Suite("Pipeline state machine")
struct PipelineStateMachineTests {
    final class Statement: CustomStringConvertible {
        let name: String
        init(_ name: String) { self.name = name }
        var description: String { name }
    }

    typealias Machine = PipelineStateMachine<Statement>

    private func text(_ action: Machine.Action) -> String {
        switch action {
        case .none: "none"
        case .keep(let statement): "keep \(statement)"
        case .deliver(let statement): "deliver \(statement)"
        case .complete(let statement, let follow):
            "complete \(statement), next \(follow.next?.name ?? "-")"
                + (follow.mustCancelNext ? ", cancel it" : "") + (follow.mustSync ? ", sync" : "")
                + (follow.endsAlone ? ", enter pipeline" : "")
                + (follow.mayRelease ? ", release" : "")
        case .copy(let statement, let direction): "copy \(statement) \(direction)"
        case .release(let release): text(release)
        case .protocolViolation: "violation"
        }
    }

    private func text(_ release: Machine.Release) -> String {
        "release " + release.pipelined.map(\.name).joined(separator: " ")
            + (release.alone.map { "alone \($0)" } ?? "")
    }

    private func text(_ submission: Machine.Submission) -> String {
        switch submission {
        case .send(let isHead): isHead ? "send as head" : "send"
        case .runAlone: "run alone"
        case .hold: "hold"
        }
    }

    private let a = Statement("a")
    private let b = Statement("b")
    private let c = Statement("c")

    @Test func answersComeInTheOrderOfTheStatements() {
        var machine = Machine()
        #expect(text(machine.submit(a)) == "send as head")
        #expect(text(machine.submit(b)) == "send")
        #expect(text(machine.received(.result)) == "keep a")
        #expect(text(machine.received(.end)) == "none")
        #expect(text(machine.received(.sync)) == "complete a, next b")
        #expect(text(machine.received(.result)) == "keep b")
        #expect(text(machine.received(.sync)) == "complete b, next -")
        #expect(machine.isQuiet)
    }

    @Test func onlyTheFirstErrorIsKeptAndTheRestUpToTheSyncIsSkipped() {
        var machine = Machine()
        _ = machine.submit(a)
        #expect(text(machine.received(.error)) == "keep a")
        #expect(text(machine.received(.aborted)) == "none")
        #expect(text(machine.received(.error)) == "none")
        #expect(text(machine.received(.sync)) == "complete a, next -")
    }

    @Test func aCancelFencesWhatComesAfterUntilASyncProvesItHarmless() {
        var machine = Machine()
        _ = machine.submit(a)
        #expect(machine.abandon(a) == .cancelOnServer)
        #expect(text(machine.submit(b)) == "hold")
        #expect(text(machine.received(.error)) == "keep a")
        #expect(text(machine.received(.sync)) == "complete a, next -")
        #expect(!machine.expectsAnswers)
        #expect(machine.cancelArrived() == .sendSync)
        #expect(machine.expectsAnswers)
        #expect(text(machine.submit(c)) == "hold")
        #expect(text(machine.received(.sync)) == "release b c")
        #expect(machine.head === b)
        #expect(!machine.isFenced)
    }

    @Test func aCancelThatArrivesBeforeTheVictimEndsIsRepeatedUntilItDoes() {
        var machine = Machine()
        _ = machine.submit(a)
        _ = machine.abandon(a)
        #expect(machine.cancelArrived() == .repeatLater)
        let mayRepeat = machine.mayRepeatCancel()
        #expect(mayRepeat)
        #expect(machine.cancelArrived() == .repeatLater)
        #expect(text(machine.received(.error)) == "keep a")
        #expect(text(machine.received(.sync)) == "complete a, next -, sync")
        let mayRepeatAgain = machine.mayRepeatCancel()
        #expect(!mayRepeatAgain)
        #expect(machine.isFenced)
        #expect(text(machine.received(.sync)) == "release ")
        #expect(machine.isQuiet)
    }

    @Test func theFenceWaitsForEveryRepetition() {
        var machine = Machine()
        _ = machine.submit(a)
        _ = machine.abandon(a)
        #expect(machine.cancelArrived() == .repeatLater)
        let mayRepeat = machine.mayRepeatCancel()
        #expect(mayRepeat)
        #expect(text(machine.received(.sync)) == "complete a, next -")
        #expect(text(machine.submit(b)) == "hold")
        #expect(machine.cancelArrived() == .sendSync)
        #expect(text(machine.received(.sync)) == "release b")
    }

    @Test func aLateCancelThatHitsTheFenceItselfIsSwallowed() {
        var machine = Machine()
        _ = machine.submit(a)
        _ = machine.abandon(a)
        _ = machine.received(.sync)
        _ = machine.cancelArrived()
        #expect(text(machine.received(.error)) == "none")
        #expect(text(machine.received(.sync)) == "release ")
    }

    @Test func oneBehindOthersIsCancelledWhenItsTurnComes() {
        var machine = Machine()
        _ = machine.submit(a)
        _ = machine.submit(b)
        #expect(machine.abandon(b) == .discardResult)
        #expect(machine.abandon(b) == .unknown)
        #expect(text(machine.received(.sync)) == "complete a, next b, cancel it")
        #expect(machine.isFenced)
        #expect(text(machine.received(.row)) == "none")
    }

    @Test func allThatWereGivenUpAreCancelledOneAfterAnother() {
        var machine = Machine()
        for statement in [a, b, c] { _ = machine.submit(statement) }
        #expect(machine.abandon(a) == .cancelOnServer)
        #expect(machine.abandon(b) == .discardResult)
        #expect(machine.cancelArrived() == .repeatLater)
        #expect(text(machine.received(.sync)) == "complete a, next b, cancel it")
        #expect(machine.cancelArrived() == .repeatLater)
        #expect(text(machine.received(.sync)) == "complete b, next c, sync")
        // Given up while the fence's sync is on its way.
        #expect(machine.abandon(c) == .cancelOnServer)
        #expect(text(machine.received(.sync)) == "complete c, next -")
        #expect(machine.cancelArrived() == .sendSync)
        #expect(text(machine.received(.sync)) == "none")
        #expect(machine.isFenced)
        #expect(text(machine.received(.sync)) == "release ")
        #expect(machine.isQuiet)
    }

    @Test func oneThatIsHeldIsDropped() {
        var machine = Machine()
        _ = machine.submit(a)
        _ = machine.abandon(a)
        _ = machine.submit(b)
        #expect(machine.abandon(b) == .dropped)
        #expect(machine.count == 1)
    }

    @Test func aLostConnectionReturnsEveryStatementOnce() {
        var machine = Machine()
        _ = machine.submit(a)
        _ = machine.submit(b)
        _ = machine.abandon(a)
        _ = machine.submit(c)
        let (statements, sent) = machine.connectionLost()
        #expect(statements.map(\.name) == ["a", "b", "c"])
        #expect(sent == 2)
        #expect(machine.head == nil)
    }

    @Test func answersToNothingAreAViolation() {
        var machine = Machine()
        #expect(text(machine.received(.result)) == "violation")
        #expect(text(machine.received(.end)) == "none")
    }

    @Test(arguments: [Machine.Received.copyIn, .copyOut, .copyBoth])
    func copyInAPipelineIsAViolation(event: Machine.Received) {
        var machine = Machine()
        _ = machine.submit(a)
        #expect(text(machine.received(event)) == "violation")
    }

    // MARK: Alone

    @Test func oneThatIsAloneStartsAtOnceWhenNothingIsUnderWay() {
        var machine = Machine()
        #expect(text(machine.submitAlone(a)) == "run alone")
        #expect(machine.isAlone)
        #expect(text(machine.received(.result)) == "keep a")
        #expect(text(machine.received(.result)) == "keep a")
        #expect(text(machine.received(.end)) == "complete a, next -, enter pipeline")
        #expect(machine.isQuiet)
    }

    @Test func oneThatIsAloneWaitsForThoseBeforeAndHoldsThoseAfter() {
        var machine = Machine()
        _ = machine.submit(a)
        #expect(text(machine.submitAlone(b)) == "hold")
        #expect(text(machine.submit(c)) == "hold")
        #expect(text(machine.received(.end)) == "none")
        #expect(text(machine.received(.sync)) == "complete a, next -, release")
        #expect(text(machine.release()) == "release alone b")
        #expect(text(machine.release()) == "release ")
        #expect(text(machine.received(.end)) == "complete b, next -, enter pipeline, release")
        #expect(text(machine.release()) == "release c")
        #expect(text(machine.received(.sync)) == "complete c, next -")
        #expect(machine.isQuiet)
    }

    @Test func twoThatAreAloneRunOneAfterTheOther() {
        var machine = Machine()
        _ = machine.submitAlone(a)
        #expect(text(machine.submitAlone(b)) == "hold")
        #expect(text(machine.received(.end)) == "complete a, next -, enter pipeline, release")
        #expect(text(machine.release()) == "release alone b")
    }

    @Test func droppingTheOneThatWaitsToBeAloneFreesThoseBehindIt() {
        var machine = Machine()
        _ = machine.submit(a)
        _ = machine.submitAlone(b)
        _ = machine.submit(c)
        #expect(machine.abandon(b) == .dropped)
        #expect(text(machine.release()) == "release c")
        #expect(text(machine.received(.sync)) == "complete a, next c")
    }

    @Test func aCopyIsNotReadAsResultsUntilItsDataIsOver() {
        var machine = Machine()
        _ = machine.submitAlone(a)
        #expect(text(machine.received(.copyIn)) == "copy a copyIn")
        #expect(machine.isCopyingIn && machine.isAlone && !machine.expectsAnswers)
        #expect(text(machine.submit(b)) == "hold")
        machine.copyEnded()
        #expect(machine.expectsAnswers)
        #expect(text(machine.received(.result)) == "keep a")
        #expect(text(machine.received(.end)) == "complete a, next -, enter pipeline, release")
    }

    @Test func oneThatIsAloneIsCancelledBehindTheSameFence() {
        var machine = Machine()
        _ = machine.submitAlone(a)
        _ = machine.received(.copyOut)
        #expect(machine.abandon(a) == .cancelOnServer)
        #expect(text(machine.submitAlone(b)) == "hold")
        machine.copyEnded()
        #expect(text(machine.received(.error)) == "keep a")
        #expect(text(machine.received(.end)) == "complete a, next -, enter pipeline")
        #expect(text(machine.release()) == "release ")
        #expect(machine.cancelArrived() == .sendSync)
        #expect(text(machine.received(.sync)) == "release alone b")
        #expect(!machine.isFenced && machine.isAlone)
    }

    @Test func aLostConnectionReturnsThoseThatWaitToBeAlone() {
        var machine = Machine()
        _ = machine.submit(a)
        _ = machine.submitAlone(b)
        _ = machine.submit(c)
        let (statements, sent) = machine.connectionLost()
        #expect(statements.map(\.name) == ["a", "b", "c"])
        #expect(sent == 1)
    }

    @Test(arguments: 0..<200)
    func anyLegalSequenceEndsWithEveryStatementAnsweredOnce(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var machine = Machine()
        var open: [Statement] = []
        var answered: [ObjectIdentifier: Int] = [:]
        var requestsInFlight = 0
        var mayRepeat = 0

        func apply(_ action: Machine.Action) {
            switch action {
            case .complete(let statement, let follow):
                answered[ObjectIdentifier(statement), default: 0] += 1
                if follow.mustCancelNext { requestsInFlight += 1 }
                if follow.mayRelease { _ = machine.release() }
            case .protocolViolation(let what): Issue.record("violation: \(what), seed \(seed)")
            case .none, .keep, .deliver, .copy, .release: break
            }
        }

        /// What the server says when a statement is over.
        func statementEnds() {
            if machine.isAlone, Bool.random(using: &random) {
                apply(machine.received(.copyIn))
                machine.copyEnded()
            }
            apply(machine.received(machine.isAlone ? .end : .sync))
        }

        func cancelArrives() {
            requestsInFlight -= 1
            if machine.cancelArrived() == .repeatLater { mayRepeat += 1 }
        }

        for _ in 0..<200 {
            switch Int.random(in: 0..<5, using: &random) {
            case 0 where open.count < 40:
                let statement = Statement("\(open.count)")
                open.append(statement)
                if Int.random(in: 0..<4, using: &random) == 0 {
                    _ = machine.submitAlone(statement)
                } else {
                    _ = machine.submit(statement)
                }
            case 1:
                guard let victim = open.randomElement(using: &random) else { continue }
                switch machine.abandon(victim) {
                case .cancelOnServer: requestsInFlight += 1
                case .dropped:
                    answered[ObjectIdentifier(victim), default: 0] += 1
                    _ = machine.release()
                case .discardResult, .unknown: break
                }
            case 2 where requestsInFlight > 0:
                cancelArrives()
            case 3 where mayRepeat > 0:
                mayRepeat -= 1
                if machine.mayRepeatCancel() { requestsInFlight += 1 }
            default:
                if machine.expectsAnswers { statementEnds() }
            }
        }
        while machine.expectsAnswers || requestsInFlight > 0 {
            if requestsInFlight > 0 { cancelArrives() }
            if machine.expectsAnswers { statementEnds() }
        }
        #expect(machine.isQuiet)
        #expect(open.allSatisfy { answered[ObjectIdentifier($0)] == 1 })
    }
}

/// A small generator whose sequence a seed fixes.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
