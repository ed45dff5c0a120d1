// expect: conformance of 'SessionCore<Source>' to 'Sendable' is unavailable
// A session where only a Sendable value may stand.
import ORM

func requireSendable(_ value: some Sendable) {}

func check(_ session: Session) {
    requireSendable(session)
}
