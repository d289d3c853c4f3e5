using Atlas.Gateway;

GatewayHost.Build(args).Run();
