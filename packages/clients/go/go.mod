module github.com/b24-calllist/b24-calllist/packages/clients/go

go 1.23
