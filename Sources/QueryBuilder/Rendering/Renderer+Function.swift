extension Renderer {
    mutating func append(_ call: FunctionCall) {
        append(nameOf: call)
        append(call.isDistinct ? "(DISTINCT " : "(")
        if call.isVariadic, let last = call.arguments.last {
            append(list: Array(call.arguments.dropLast()))
            append(call.arguments.count > 1 ? ", VARIADIC " : "VARIADIC ")
            append(last)
        } else {
            append(list: call.arguments)
        }
        if !call.orderBy.isEmpty { append(orderBy: call.orderBy) }
        append(")")
        if !call.withinGroup.isEmpty {
            append(" WITHIN GROUP (ORDER BY ")
            append(terms: call.withinGroup)
            append(")")
        }
        if let filter = call.filter {
            append(" FILTER (WHERE ")
            append(filter)
            append(")")
        }
        switch call.window {
        case nil: break
        case .named(let window):
            append(" OVER ")
            append(identifier: window.name)
        case .defined(let window):
            append(" OVER ")
            append(window)
        }
    }

    private mutating func append(nameOf call: FunctionCall) {
        guard !call.isBuiltIn else {
            append(call.name)
            return
        }
        if let schema = call.schema {
            append(identifier: schema)
            append(".")
        }
        append(identifier: call.name)
    }
}
