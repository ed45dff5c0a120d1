extension PageItem {
    /// Writes what its synthesised `encode(to:)` would, in the same order.
    func write(to json: JSONOutput) {
        json.raw(#"{"id":"#)
        json.integer(id)
        json.raw(#","email":"#)
        json.string(email)
        json.raw(#","name":"#)
        json.string(name)
        json.raw(#","age":"#)
        json.optional(age) { json.integer($0) }
        json.raw(#","role":"#)
        json.string(role.rawValue)
        json.raw(#","createdAt":"#)
        json.instant(createdAt)
        json.raw(#","version":"#)
        json.integer(version)
        json.raw("}")
    }
}

extension Page: JSONWritable {
    func write(to json: JSONOutput) {
        json.bytes.reserveCapacity(160 * users.count)
        json.raw(#"{"users":["#)
        for (number, user) in users.enumerated() {
            if number > 0 { json.raw(",") }
            user.write(to: json)
        }
        json.raw(#"],"next":"#)
        json.optional(next) { json.string($0) }
        json.raw("}")
    }
}
