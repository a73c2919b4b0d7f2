# Random pick
pick-nobody = There is nobody to pick
pick-picked = { $name }, please
