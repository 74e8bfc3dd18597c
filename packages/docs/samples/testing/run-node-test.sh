node --test --test-reporter=spec
