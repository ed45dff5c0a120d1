extension Renderer {
    /// Renders a definition in its parentheses, as OVER and the WINDOW clause want it.
    package mutating func append(_ window: WindowDefinition) {
        var separator = ""
        append("(")
        if let base = window.base {
            append(identifier: base.name)
            separator = " "
        }
        if !window.partition.isEmpty {
            append(separator + "PARTITION BY ")
            append(list: window.partition)
            separator = " "
        }
        if !window.order.isEmpty {
            append(separator + "ORDER BY ")
            append(terms: window.order)
            separator = " "
        }
        if let frame = window.frame {
            append(separator)
            append(frame)
        }
        append(")")
    }

    private mutating func append(_ frame: WindowFrame) {
        append(frame.unit)
        append(" BETWEEN ")
        append(frame.start)
        append(" AND ")
        append(frame.end)
        if let exclusion = frame.exclusion {
            append(" EXCLUDE ")
            append(exclusion.rawValue)
        }
    }

    private mutating func append(_ bound: WindowFrame.Bound) {
        if let offset = bound.offset { append(offset, as: .cast) }
        append(bound.text)
    }
}
