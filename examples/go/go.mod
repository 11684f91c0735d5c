module example.com/call-list

go 1.23

require github.com/b24-calllist/b24-calllist/packages/clients/go v0.0.0

replace github.com/b24-calllist/b24-calllist/packages/clients/go => ../../packages/clients/go
